"""One function a feature group; none can see past its month."""
