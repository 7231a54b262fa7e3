"""Onset of mass killing, on the panel of the Early Warning Project (protocol B1)."""
