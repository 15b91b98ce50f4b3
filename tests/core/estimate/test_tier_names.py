"""What the lines of a graduated price are called: by pieces, whatever they are priced by."""


def test_tiers_count_pieces_and_not_the_packs_that_they_are_priced_by(cost):
    queue = cost("aws:sqs/queue:Queue", {})

    # from 100,000 packs of a million requests on, a request costs less
    assert [line.label for line in queue.charges] == [
        "Requests (first 100B)",
        "Requests (next 100B)",
        "Requests (over 200B)",
    ]
