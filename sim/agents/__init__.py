"""The three kinds of agent: migrants, smugglers and border guards."""
