"""Who may see an item or a situation, changed later: marking, members, the requests and answers between two people."""
