"""German: a comma stands between day and time, as in a sentence. All else is as Django has it."""

DATETIME_FORMAT = "j. F Y, H:i"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
