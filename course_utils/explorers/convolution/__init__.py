"""The explorer of one window at a time, and its picture."""
