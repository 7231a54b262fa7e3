"""Assessed judgement: fourteen factors, evidence, judgements, dissent, sign-off."""
