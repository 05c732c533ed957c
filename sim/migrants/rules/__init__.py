"""The rules: one decision a file, each about one migrant or one smuggler."""
