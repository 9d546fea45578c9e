"""Help without a case (§ 36a (2) SGB VIII): who came to a provider by herself is counted, and nobody is known by it."""
