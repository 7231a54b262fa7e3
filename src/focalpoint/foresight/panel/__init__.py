"""Unit by month and unit by year tables; zero, missing and unknown kept apart."""
