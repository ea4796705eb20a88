"""What is looked at before a release: licences, known faults, the bill of materials, and what is built."""
