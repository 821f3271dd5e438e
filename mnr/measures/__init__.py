"""What a figure says, and when: values, days, breakdowns, target paths. Knows no table."""
