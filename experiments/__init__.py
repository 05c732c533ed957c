"""What is done with the model: runs, their stored results, pictures and the command line."""
