"""How anything is written: whole or not at all, in the place of nothing but what this program made."""
