"""The house: takes messages in, remembers them, asks the judge, passes them on."""
