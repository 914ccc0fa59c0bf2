"""The local web page: `tacitus serve CASEBOOK`. Nothing leaves the machine, and no page of others can read it."""
