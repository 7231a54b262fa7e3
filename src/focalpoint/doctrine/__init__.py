"""What the office knows: crimes, risk factors, measures, bodies, treaties and cases, versioned."""
