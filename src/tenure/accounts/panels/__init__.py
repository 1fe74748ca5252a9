"""What the account page shows of the record. Each panel reads rows of one account that its reader may see."""
