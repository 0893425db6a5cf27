"""Portfolio: portfolios, programmes, projects, people in roles and grants; the spine of the house."""
