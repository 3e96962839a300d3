"""The only modules of hostapi that touch the system. Nothing here asks the policy; everything here takes a grant, or
is called by mint.
"""
