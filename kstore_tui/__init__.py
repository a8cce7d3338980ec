"""The login of the Kintone Store: use cases, rules, mail and database; and the programs on top."""
