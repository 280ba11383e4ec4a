"""What the command `course` does; no lesson imports from here."""
