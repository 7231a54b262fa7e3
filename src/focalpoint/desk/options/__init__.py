"""Options papers from the measures catalogue, three pillars without order, held to the rules."""
