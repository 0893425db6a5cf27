"""Django helpers without rows: money, errors, paging, the deed decorator's base."""
