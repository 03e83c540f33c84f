"""PostgreSQL through asyncpg: any number of processes, each with one writing connection that shares its commits."""
