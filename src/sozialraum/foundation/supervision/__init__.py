"""The data-protection officer's desk: monthly review, emergencies, periods, the register of processing."""
