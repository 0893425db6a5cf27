"""The closure room: a project closed as a guided deed, point by point, decided by two pairs of eyes."""
