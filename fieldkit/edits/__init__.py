"""The verbs: one function is one deed, one transaction, one step of undo."""
