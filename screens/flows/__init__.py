"""The journeys, one coroutine each; they read like the help article."""
