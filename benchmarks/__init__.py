"""Side-by-side measurements that print ratios; each compares within one run."""
