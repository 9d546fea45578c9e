"""What came of work in the field, told by those who were there and open only as far as everybody told of agrees."""
