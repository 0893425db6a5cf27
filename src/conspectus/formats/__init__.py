"""Foreign files in and out: read(bytes) -> (values, findings), write(values) -> bytes. No Django."""
