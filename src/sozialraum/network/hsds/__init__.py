"""The directory as Open Referral HSDS 3: out as an interface for everybody, in as a file that is whole or refused."""
