"""The journeys: one coroutine each, in the order of the help article."""
