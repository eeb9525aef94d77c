"""What `./portal` does: prepare the machine and the environment, run the portal, test it."""
