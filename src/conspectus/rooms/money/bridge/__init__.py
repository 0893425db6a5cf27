"""From what was entered or read to what the ledger takes, and from sums to measures."""
