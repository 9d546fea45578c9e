"""What people, houses and offers of a quarter can do, rubric by rubric, and where nobody does it (DOMAIN 3.2)."""
