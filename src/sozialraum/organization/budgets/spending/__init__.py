"""What a year's budget pays, and what was spent: lines with their goals, bookings of the finance system, plan and actual.

Calls, awards and payments get their place here later; nothing of a case has one.
"""
