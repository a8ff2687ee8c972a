"""What leaves and what enters: joins what is stored with reports and data files."""
