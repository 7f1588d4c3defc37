"""What the configuration of a site names of other packages: functions, icons, plugins."""
