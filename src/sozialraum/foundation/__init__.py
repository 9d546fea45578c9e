"""What every floor stands on: database, audit, privacy, accounts, jobs, ui."""
