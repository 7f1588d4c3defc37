"""The cache of builds: its folder, its file, and the queries whose answers it depends on."""
