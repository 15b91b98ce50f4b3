"""What several rules look up and say: budget objects, cheaper offers, the words for counts and gaps."""
