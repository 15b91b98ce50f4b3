"""What Google Cloud resources consume a month, by resource type."""
