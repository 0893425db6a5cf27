"""From rows of the portfolio to values the engine takes, and back; fields of the organisation made typed."""
