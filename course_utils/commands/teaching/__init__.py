"""What a teacher takes to class, all of it made from the stored lessons and the banks: run sheet, slides, handouts."""
