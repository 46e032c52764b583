-- Fencing tokens only grow: a holder that comes late has a smaller one than whoever holds the lease now.
create sequence fencing_token;
