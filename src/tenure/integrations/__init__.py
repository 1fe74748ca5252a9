"""What comes from elsewhere: files, vendors, channels. One folder each."""
