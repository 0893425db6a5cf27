"""What projects give each other and take from outside: agreed by both sides, judged by their newest plans."""
