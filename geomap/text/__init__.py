"""Reading text: place expressions, dates, speakers. Standard library only."""
